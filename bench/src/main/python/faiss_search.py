"""Measures faiss on the vectors that VectorSearchBenchmark wrote: HNSW and flat, one thread for searches.

usage: faiss_search.py FOLDER DIMENSION [--threads N]
"""
import argparse, json, os, time
import faiss
import numpy as np

RESULTS = 10


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("folder")
    ap.add_argument("dimension", type=int)
    ap.add_argument("--threads", type=int, default=os.cpu_count())
    a = ap.parse_args()
    read = lambda name: np.fromfile(os.path.join(a.folder, name), "<f4").reshape(-1, a.dimension)
    base, queries = read("base.f32"), read("queries.f32")
    say = lambda **fields: print(json.dumps(dict(system="faiss", **fields)), flush=True)

    faiss.omp_set_num_threads(a.threads)
    flat = faiss.IndexFlatIP(a.dimension)
    flat.add(base)
    faiss.omp_set_num_threads(1)
    began = time.perf_counter()
    truth = flat.search(queries[:100], RESULTS)[1]
    say(index="flat", qps=round(100 / (time.perf_counter() - began), 1))

    faiss.omp_set_num_threads(a.threads)
    graph = faiss.IndexHNSWFlat(a.dimension, 16, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = 100
    began = time.perf_counter()
    graph.add(base)
    say(index="hnsw", vectors=len(base), build_s=round(time.perf_counter() - began, 1))
    faiss.omp_set_num_threads(1)
    for candidates in (10, 20, 50, 100, 200, 400):
        graph.hnsw.efSearch = candidates
        graph.search(queries, RESULTS)
        began = time.perf_counter()
        for query in queries:
            found = graph.search(query[None], RESULTS)[1]
        qps = len(queries) / (time.perf_counter() - began)
        found = graph.search(queries[:100], RESULTS)[1]
        recall = np.mean([len(set(f) & set(t)) / RESULTS for f, t in zip(found, truth)])
        say(index="hnsw", candidates=candidates, qps=round(qps, 1), recall=round(float(recall), 4))


main()

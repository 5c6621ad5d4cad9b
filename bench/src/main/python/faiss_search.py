"""Measures faiss on the vectors that VectorSearchBenchmark wrote: HNSW and flat, one thread for searches.

usage: faiss_search.py FOLDER DIMENSION [--threads N]

An index that is there is not built again.
"""
import argparse, json, os, statistics, time
import faiss
import numpy as np

RESULTS = 10
TURNS = 5
QUERIES_WITH_TRUTH = 100


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("folder")
    ap.add_argument("dimension", type=int)
    ap.add_argument("--threads", type=int, default=os.cpu_count())
    a = ap.parse_args()
    read = lambda name: np.fromfile(os.path.join(a.folder, name), "<f4").reshape(-1, a.dimension)
    base, queries = read("base.f32"), read("queries.f32")
    say = lambda **fields: print(json.dumps(dict(system="faiss", **fields)), flush=True)

    file = os.path.join(a.folder, "faiss.hnsw")
    if not os.path.exists(file):
        faiss.omp_set_num_threads(a.threads)
        graph = faiss.IndexHNSWFlat(a.dimension, 16, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction = 100
        began = time.perf_counter()
        graph.add(base)
        say(index="hnsw", vectors=len(base), build_s=round(time.perf_counter() - began, 1))
        faiss.write_index(graph, file)
    graph = faiss.read_index(file)

    faiss.omp_set_num_threads(1)
    flat = faiss.IndexFlatIP(a.dimension)
    flat.add(base)
    began = time.perf_counter()
    truth = flat.search(queries[:QUERIES_WITH_TRUTH], RESULTS)[1]
    say(index="flat", qps=round(QUERIES_WITH_TRUTH / (time.perf_counter() - began), 1))
    del flat, base

    for candidates in (10, 20, 30, 50, 70, 100, 200, 400):
        graph.hnsw.efSearch = candidates
        graph.search(queries, RESULTS)
        per_second = []
        for _ in range(TURNS):
            began = time.perf_counter()
            for query in queries:
                graph.search(query[None], RESULTS)
            per_second.append(len(queries) / (time.perf_counter() - began))
        found = graph.search(queries[:QUERIES_WITH_TRUTH], RESULTS)[1]
        recall = np.mean([len(set(f) & set(t)) / RESULTS for f, t in zip(found, truth)])
        say(index="hnsw", candidates=candidates, qps=round(statistics.median(per_second), 1), recall=round(float(recall), 4))


main()

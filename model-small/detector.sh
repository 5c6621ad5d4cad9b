#!/usr/bin/env bash
# Trains the bundled model's detector: detector.sh OUTPUT_FOLDER [more options of jclip train-detector]
# Interrupted, it goes on where it stopped when it is called again. The result is OUTPUT_FOLDER/detector.
set -euo pipefail

output=${1:?usage: detector.sh OUTPUT_FOLDER}
more=("${@:2}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jclip="$here/../jclip"

# render NAME OPTION...: renders scenes, unless they are there.
render() {
  local name=$1
  shift
  [ ! -d "$output/$name" ] || return 0
  "$jclip" scenes --output "$output/$name-incomplete" --split train --size 128 "$@"
  mv "$output/$name-incomplete" "$output/$name"
}

render scenes-128 --count 40000 --seed 11
render single-128 --count 10000 --seed 12 --objects 1

if [ ! -e "$output/run/done" ]; then
  resume=()
  if compgen -G "$output/run/checkpoints/step-*" >/dev/null; then
    resume=(--resume latest)
  fi
  "$jclip" train-detector --model bundled --image-size 128 --train-data "$output/scenes-128::$output/single-128" \
    --batch-size 32 --part-size 16 --part-workers 2 --threads 2 --freeze-bn-stats \
    --lr 5e-4 --wd 0.05 --warmup 300 --grad-clip-norm 1 --epochs 4 \
    --aug-cfg scale=0.7,1.0 ratio=0.8,1.25 flip_prob=0.5 --queries 24 --seed 0 \
    --logs "$output" --name run --save-every 250 "${resume[@]}" "${more[@]}"
  touch "$output/run/done"
fi
if [ ! -d "$output/detector" ]; then
  "$jclip" export --model "$output/run/model" --dtype f16 --output "$output/detector-incomplete"
  mv "$output/detector-incomplete" "$output/detector"
fi

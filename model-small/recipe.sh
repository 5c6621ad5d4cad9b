#!/usr/bin/env bash
# Trains the bundled model: recipe.sh FOLDER_OF_FASHION_SHARDS OUTPUT_FOLDER [more options of jclip train]
# Interrupted, it goes on where it stopped when it is called again.
set -euo pipefail

fashion=${1:?usage: recipe.sh FOLDER_OF_FASHION_SHARDS OUTPUT_FOLDER}
output=${2:?usage: recipe.sh FOLDER_OF_FASHION_SHARDS OUTPUT_FOLDER}
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jclip="$here/../jclip"

if [ ! -d "$output/scenes" ]; then
  "$jclip" scenes --output "$output/scenes-incomplete" --count 40000 --split train --size 64 --seed 1
  mv "$output/scenes-incomplete" "$output/scenes"
fi

captions='txt=0.4'
captions+=',json:"a photo of {baseColour} {articleType} for {gender}"=0.08'
captions+=',json:"{baseColour} {articleType}"=0.05'
captions+=',json:"{gender} {articleType}"=0.04'
captions+=',json:articleType=0.12'
captions+=',json:"a photo of {articleType}"=0.1'
captions+=',json:baseColour=0.05'
captions+=',json:"a photo of a {baseColour} product"=0.06'
captions+=',json:gender=0.03'
captions+=',json:"a product for {gender}"=0.04'
captions+=',json:"a {shape}"=0.25'
captions+=',json:"a {label}"=0.25'
captions+=',json:"a photo of a {label}"=0.15'
captions+=',json:caption_object=0.35'
captions+=',json:caption_relation=0.9'
captions+=',json:caption_count=0.12'
captions+=',json:caption_colour=0.1'
captions+=',json:caption_scene=0.2'

resume=()
if compgen -G "$output/run/checkpoints/step-*" >/dev/null; then
  resume=(--resume latest)
fi
exec "$jclip" train \
  --train-data "$fashion/train-{0000..0006}.tar.gz::$output/scenes" \
  --train-data-upsampling-factors 1::0.65 \
  --captions "$captions" \
  --model "$here/architecture.json" --vocab-size 6144 --image-resize-mode squash \
  --aug-cfg scale=0.8,1.0 ratio=0.7,1.1 \
  --batch-size 256 --steps 2331 --sampled-softmax --relation-negatives \
  --lr 5e-4 --lr-scheduler const-cooldown --epochs-cooldown 1.64 --wd 0.1 --warmup 400 --grad-clip-norm 1 \
  --precision bf16 --part-size 128 --part-workers 2 --seed 0 --threads 2 \
  --logs "$output" --name run --save-every 200 "${resume[@]}" "$@"

#!/usr/bin/env bash
# Trains the bundled model: recipe.sh FOLDER_OF_FASHION_SHARDS OUTPUT_FOLDER [more options of jclip train]
# Interrupted, it goes on where it stopped when it is called again.
set -euo pipefail

fashion=${1:?usage: recipe.sh FOLDER_OF_FASHION_SHARDS OUTPUT_FOLDER}
output=${2:?usage: recipe.sh FOLDER_OF_FASHION_SHARDS OUTPUT_FOLDER}
more=("${@:3}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jclip="$here/../jclip"

# render NAME OPTION...: renders scenes, unless they are there.
render() {
  local name=$1
  shift
  [ ! -d "$output/$name" ] || return 0
  "$jclip" scenes --output "$output/$name-incomplete" --split train --size 64 "$@"
  mv "$output/$name-incomplete" "$output/$name"
}

render scenes --count 40000 --seed 1
render single --count 20000 --seed 2 --objects 1
both="$fashion/train-{0000..0006}.tar.gz::$output/scenes"

products='txt=0.4'
products+=',json:"a photo of {baseColour} {articleType} for {gender}"=0.08'
products+=',json:"{baseColour} {articleType}"=0.05'
products+=',json:"{gender} {articleType}"=0.04'
products+=',json:articleType=0.12'
products+=',json:"a photo of {articleType}"=0.1'
products+=',json:baseColour=0.05'
products+=',json:"a photo of a {baseColour} product"=0.06'
products+=',json:gender=0.03'
products+=',json:"a product for {gender}"=0.04'
objects='json:"a {shape}"=0.25'
objects+=',json:"a {label}"=0.25'
objects+=',json:"a photo of a {label}"=0.15'
objects+=',json:caption_object=0.35'
objects+=',json:caption_count=0.12'
objects+=',json:caption_colour=0.1'
objects+=',json:caption_scene=0.2'
relations='json:caption_relation=0.9'

# stage NAME OPTION...: trains, unless it has been done.
stage() {
  local name=$1
  shift
  [ ! -e "$output/$name/done" ] || return 0
  local resume=()
  if compgen -G "$output/$name/checkpoints/step-*" >/dev/null; then
    resume=(--resume latest)
  fi
  "$jclip" train "$@" \
    --batch-size 256 --sampled-softmax --relation-negatives --lr 5e-4 --wd 0.1 --grad-clip-norm 1 \
    --part-size 128 --part-workers 2 --threads 2 \
    --logs "$output" --name "$name" --save-every 200 "${resume[@]}" "${more[@]}"
  touch "$output/$name/done"
}

stage first \
  --train-data "$both" --train-data-upsampling-factors 1::0.65 --captions "$products,$objects,$relations" \
  --model "$here/architecture.json" --vocab-size 6144 --image-resize-mode squash \
  --aug-cfg scale=0.8,1.0 ratio=0.7,1.1 --precision bf16 --seed 0 \
  --steps 2331 --warmup 400 --lr-scheduler const-cooldown --epochs-cooldown 1.64
if [ ! -d "$output/rounded" ]; then
  "$jclip" export --model "$output/first/model" --dtype f16 --output "$output/rounded-incomplete"
  mv "$output/rounded-incomplete" "$output/rounded"
fi

# Which object stands where is hardly ever learned beside all the rest, and at once in this order: first where only
# the order of the words says it, then where a word says which order it is.
scenes=(--train-data "$output/scenes" --aug-cfg scale=0.8,1.0 ratio=0.7,1.1 --precision fp32 --seed 0
  --warmup 30 --lr-scheduler const)
stage order "${scenes[@]}" --pretrained "$output/rounded" --steps 250 --captions json:caption_order
stage places "${scenes[@]}" --pretrained "$output/order/model" --steps 400 \
  --captions json:caption_relation=0.5,json:caption_order=0.25,json:caption_position=0.25

everything="$products,$objects,$relations,json:caption_order=0.3,json:caption_position=0.3"
stage everything \
  --train-data "$both" --train-data-upsampling-factors 1::2 --captions "$everything" \
  --pretrained "$output/places/model" \
  --aug-cfg scale=0.85,1.0 ratio=0.75,1.05 --precision fp32 --seed 1 \
  --steps 2250 --warmup 100 --lr-scheduler const-cooldown --epochs-cooldown 1.45

# Shapes are told apart best where a scene has one object, and colours that a shape never had in training too.
stage last \
  --train-data "$both::$output/single" --train-data-upsampling-factors 1::1.25::2 --captions "$everything" \
  --pretrained "$output/everything/model" \
  --aug-cfg scale=0.85,1.0 ratio=0.75,1.05 --precision fp32 --seed 2 \
  --steps 1800 --warmup 100 --lr-scheduler const-cooldown --epochs-cooldown 1.8

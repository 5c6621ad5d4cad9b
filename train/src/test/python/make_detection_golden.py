"""Makes golden/detection/expected.safetensors: predictions of cells, targets, and what PyTorch, torchvision and scipy
make of them: costs, matching, losses and gradients. Needs torch, torchvision, scipy and safetensors.

python make_detection_golden.py ../resources/golden/detection
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file
from scipy.optimize import linear_sum_assignment
from torchvision.ops import box_convert, generalized_box_iou, generalized_box_iou_loss, sigmoid_focal_loss

WEIGHTS = {"queries": 2.0, "boxes": 5.0, "overlap": 2.0}
ALPHA, GAMMA = 0.25, 2.0
# Objects of each image, and which of its four queries each answers.
ANSWERS = [
    [[1, 0, 0, 1], [0, 1, 0, 0]],
    [],
    [[0, 0, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0]],
]
ASKED = [[1, 1, 1, 1], [1, 1, 0, 0], [1, 1, 1, 1]]


def corners(boxes):
    return box_convert(boxes, "cxcywh", "xyxy")


def main(folder):
    torch.manual_seed(5)
    images, cells, queries, width = len(ANSWERS), 9, 4, 6
    embeddings = torch.randn(images, cells, width, dtype=torch.float64, requires_grad=True)
    shift = torch.randn(images, cells, dtype=torch.float64, requires_grad=True)
    scale = (1 + torch.rand(images, cells, dtype=torch.float64)).requires_grad_()
    boxes = (0.1 + 0.6 * torch.rand(images, cells, 4, dtype=torch.float64)).requires_grad_()
    objectness = torch.randn(images, cells, dtype=torch.float64, requires_grad=True)
    asked = torch.tensor(ASKED, dtype=torch.float64)
    vectors = torch.nn.functional.normalize(torch.randn(images, queries, width, dtype=torch.float64), dim=-1)
    vectors = vectors * asked[:, :, None]
    wanted = [0.2 + 0.4 * torch.rand(len(a), 4, dtype=torch.float64) for a in ANSWERS]

    def unit(x):
        return x / (x.norm(dim=-1, keepdim=True) + 1e-6)

    cosines = unit(embeddings) @ unit(vectors).transpose(1, 2)
    logits = (cosines + shift[..., None]) * scale[..., None]
    objects = sum(len(a) for a in ANSWERS)
    answers, is_object = torch.zeros_like(logits), torch.zeros_like(objectness)
    found, matched, assignments = [], [], []
    for image, of_objects in enumerate(ANSWERS):
        if not of_objects:
            continue
        yes = sigmoid_focal_loss(logits[image], torch.ones(cells, queries).double(), ALPHA, GAMMA)
        no = sigmoid_focal_loss(logits[image], torch.zeros(cells, queries).double(), ALPHA, GAMMA)
        rows = []
        for i, answered in enumerate(of_objects):
            chosen = torch.tensor(answered, dtype=torch.bool)
            gain = (yes - no)[:, chosen].mean(1) if chosen.any() else torch.zeros(cells).double()
            distance = (boxes[image] - wanted[image][i]).abs().sum(1)
            lack = 1 - generalized_box_iou(corners(boxes[image]), corners(wanted[image][i : i + 1]))[:, 0]
            rows.append(WEIGHTS["queries"] * gain + WEIGHTS["boxes"] * distance + WEIGHTS["overlap"] * lack)
        chosen_rows, chosen_cells = linear_sum_assignment(torch.stack(rows).detach().numpy())
        for i, cell in zip(chosen_rows, chosen_cells):
            answers[image, cell] = torch.tensor(of_objects[i], dtype=torch.float64)
            is_object[image, cell] = 1
            found.append(boxes[image, cell])
            matched.append(wanted[image][i])
            assignments.append([image, i, int(cell)])
    focal = sigmoid_focal_loss(logits, answers, ALPHA, GAMMA) * asked[:, None, :]
    losses = torch.stack([
        focal.sum() / objects,
        (torch.stack(found) - torch.stack(matched)).abs().sum() / objects,
        generalized_box_iou_loss(corners(torch.stack(found)), corners(torch.stack(matched)), reduction="sum", eps=1e-12)
        / objects,
        sigmoid_focal_loss(objectness, is_object, ALPHA, GAMMA).sum() / objects,
    ])
    total = (losses * torch.tensor([2.0, 5.0, 2.0, 2.0], dtype=torch.float64)).sum()
    total.backward()
    tensors = {
        "embeddings": embeddings,
        "shift": shift,
        "scale": scale,
        "boxes": boxes,
        "objectness": objectness,
        "queries": vectors,
        "losses": losses,
        "total": total.reshape(1),
        "matches": torch.tensor(assignments, dtype=torch.float64),
    }
    for name in ["embeddings", "shift", "scale", "boxes", "objectness"]:
        tensors["gradient." + name] = tensors[name].grad
    for image, of_image in enumerate(wanted):
        if len(of_image):
            tensors[f"wanted.{image}"] = of_image
    folder.mkdir(parents=True, exist_ok=True)
    save_file({n: t.detach().float().contiguous() for n, t in tensors.items()}, folder / "expected.safetensors")


main(pathlib.Path(sys.argv[1]))

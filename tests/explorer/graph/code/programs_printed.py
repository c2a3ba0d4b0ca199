"""Output that is pasted in the place of code: printed modules, and tables of torchinfo, torchsummary and Keras."""

PROGRAMS = {}

PROGRAMS["keras_table"] = """\
Model: "sequential"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ conv2d (Conv2D)                 │ (None, 26, 26, 32)     │           320 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ max_pooling2d (MaxPooling2D)    │ (None, 13, 13, 32)     │             0 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ conv2d_1 (Conv2D)               │ (None, 11, 11, 64)     │        18,496 │
│ max_pooling2d_1 (MaxPooling2D)  │ (None, 5, 5, 64)       │             0 │
│ flatten (Flatten)               │ (None, 1600)           │             0 │
│ dropout (Dropout)               │ (None, 1600)           │             0 │
│ dense (Dense)                   │ (None, 10)             │        16,010 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 34,826 (136.04 KB)
"""

PROGRAMS["keras_graph_table"] = """\
Model: "toy_resnet"
__________________________________________________________________________________________________
 Layer (type)                Output Shape                 Param #   Connected to
==================================================================================================
 img (InputLayer)            [(None, 32, 32, 3)]          0         []
 conv2d_8 (Conv2D)           (None, 30, 30, 32)           896       ['img[0][0]']
 conv2d_9 (Conv2D)           (None, 28, 28, 64)           18496     ['conv2d_8[0][0]']
 max_pooling2d_2 (MaxPoolin  (None, 9, 9, 64)             0         ['conv2d_9[0][0]']
 g2D)
 conv2d_10 (Conv2D)          (None, 9, 9, 64)             36928     ['max_pooling2d_2[0][0]']
 bn (BatchNormalization)     (None, 9, 9, 64)             256       ['conv2d_10[0][0]']
 conv2d_11 (Conv2D)          (None, 9, 9, 64)             36928     ['bn[0][0]']
 add (Add)                   (None, 9, 9, 64)             0         ['conv2d_11[0][0]',
                                                                     'bn[0][0]']
 global (GlobalAveragePooling2D) (None, 64)             0         ['add[0][0]']
 dense (Dense)               (None, 10)                   650       ['global[0][0]']
"""

PROGRAMS["torchsummary"] = """\
----------------------------------------------------------------
        Layer (type)               Output Shape         Param #
================================================================
            Conv2d-1           [-1, 10, 24, 24]             260
            Conv2d-2             [-1, 20, 8, 8]           5,020
         Dropout2d-3             [-1, 20, 8, 8]               0
            Linear-4                   [-1, 50]          16,050
            Linear-5                   [-1, 10]             510
================================================================
Total params: 21,840
"""

PROGRAMS["torchinfo"] = """\
==========================================================================================
Layer (type:depth-idx)                   Output Shape              Param #
==========================================================================================
SingleInputNet                           [2, 10]                   --
├─Sequential: 1-1                        [2, 64, 16, 16]           --
│    └─Conv2d: 2-1                       [2, 32, 32, 32]           896
│    └─BatchNorm2d: 2-2                  [2, 32, 32, 32]           64
│    └─ReLU: 2-3                         [2, 32, 32, 32]           --
│    └─MaxPool2d: 2-4                    [2, 32, 16, 16]           --
│    └─Conv2d: 2-5                       [2, 64, 16, 16]           18,432
├─Custom: 1-2                            [2, 64, 8, 8]             77
├─AdaptiveAvgPool2d: 1-3                 [2, 64, 1, 1]             --
├─Linear (fc): 1-4                       [2, 10]                   650
==========================================================================================
"""

PROGRAMS["printed_net"] = """\
Net(
  (conv1): Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1))
  (pool): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
  (conv2): Conv2d(32, 64, kernel_size=(3, 3), stride=(1, 1))
  (fc1): Linear(in_features=7744, out_features=10, bias=True)
)
"""

PROGRAMS["printed_blocks"] = """\
SmallResNet(
  (stem): Sequential(
    (0): Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)
    (1): BatchNorm2d(16, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
  )
  (block): BasicBlock(
    (conv1): Conv2d(16, 32, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), bias=False)
    (bn1): BatchNorm2d(32, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
    (relu): ReLU(inplace=True)
    (conv2): Conv2d(32, 32, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)
    (bn2): BatchNorm2d(32, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
    (downsample): Sequential(
      (0): Conv2d(16, 32, kernel_size=(1, 1), stride=(2, 2), bias=False)
    )
  )
  (heads): ModuleList(
    (0-1): 2 x Conv2d(32, 32, kernel_size=(1, 1), stride=(1, 1))
  )
  (odd): FancyAttention(dim=32)
  (pool): AdaptiveAvgPool2d(output_size=(1, 1))
  (fc): Linear(in_features=64, out_features=10, bias=True)
)
"""

"""Pictures of networks, maps and numbers: data in, drawing instructions or Plotly figures out."""

from .anchor_chart import AnchorTexts as AnchorTexts, anchor_chart as anchor_chart
from .answers import (
    AlongScore as AlongScore,
    along_score as along_score,
    answer_bars as answer_bars,
)
from .attribution import (
    MASK_SHARE as MASK_SHARE,
    Card as Card,
    panel_png as panel_png,
    reach as reach,
    scale_of as scale_of,
)
from .batch_norm import (
    after_passes as after_passes,
    among_mates as among_mates,
    batch_before_after as batch_before_after,
    batch_estimates as batch_estimates,
    norm_spreads as norm_spreads,
    running_averages as running_averages,
)
from .boxed_picture import boxed as boxed, epoch_curves as epoch_curves
from .broken_charts import (
    SharedBar as SharedBar,
    accuracy_bars as accuracy_bars,
    gradients_by_layer as gradients_by_layer,
    without_each_block as without_each_block,
)
from .cell_tensor import NumberGroup as NumberGroup, cell_tensor as cell_tensor
from .charts import (
    ascent as ascent,
    histogram as histogram,
    shares as shares,
    statistics_chart as statistics_chart,
    unchanged_chart as unchanged_chart,
)
from .class_curves import ClassCurve as ClassCurve, class_curves as class_curves
from .class_maps import (
    enlarged as enlarged,
    heated as heated,
    marked as marked,
    tinted as tinted,
)
from .colours import (
    CLASS_COLOURS as CLASS_COLOURS,
    DARK as DARK,
    DIVERGING as DIVERGING,
    LIGHT as LIGHT,
    LOOKS as LOOKS,
    MISSING as MISSING,
    SEQUENTIAL as SEQUENTIAL,
    USUAL as USUAL,
    Kind as Kind,
    Look as Look,
    MapStyle as MapStyle,
    Palette as Palette,
    Scale as Scale,
    class_table as class_table,
    colour_table as colour_table,
    follow as follow,
    hatches as hatches,
    in_style_of_now as in_style_of_now,
    look as look,
    lookup as lookup,
    style as style,
    title_of as title_of,
    tones as tones,
)
from .contact_sheet import (
    Order as Order,
    Sheet as Sheet,
    packed_map as packed_map,
    packed_sheet as packed_sheet,
    sheet as sheet,
    sheet_png as sheet_png,
    tiles_of as tiles_of,
)
from .cost_bars import CostBar as CostBar, CostPart as CostPart, cost_bars as cost_bars
from .counted_html import CountedAnswer as CountedAnswer, counted_html as counted_html
from .deep_charts import (
    first_losses as first_losses,
    losses_by_step as losses_by_step,
    sizes_per_layer as sizes_per_layer,
    values_per_layer as values_per_layer,
)
from .dropout import (
    answers_cloud as answers_cloud,
    mask_convergence as mask_convergence,
    seed_curves as seed_curves,
    unit_network as unit_network,
)
from .elevator_film import FilmFloor as FilmFloor, elevator_gif as elevator_gif
from .exercise_svg import named_boxes_svg as named_boxes_svg, two_curves_svg as two_curves_svg
from .field_growth import FieldTexts as FieldTexts, field_growth as field_growth
from .filter_display import (
    SIGNED_MIDDLE as SIGNED_MIDDLE,
    Developed as Developed,
    circle as circle,
    develop as develop,
    without_need_of_colour as without_need_of_colour,
)
from .found_svg import (
    NamedPlace as NamedPlace,
    Outlined as Outlined,
    found_svg as found_svg,
    middle_of as middle_of,
)
from .hatching import hatched as hatched, strengths as strengths
from .judged_svg import JudgedBox as JudgedBox, judged_svg as judged_svg
from .learning_curves import (
    Curve as Curve,
    Quantity as Quantity,
    Words as Words,
    learning_curves as learning_curves,
    run_colours as run_colours,
)
from .loss_parts import loss_parts as loss_parts
from .milestones import (
    Grown as Grown,
    contest_chart as contest_chart,
    growth_chart as growth_chart,
)
from .network_strip import StripNode as StripNode, strip as strip
from .number_histogram import bin_of as bin_of, number_histogram as number_histogram
from .picture_growth import CostLine as CostLine, MarkedCase as MarkedCase, picture_growth as picture_growth
from .plot import in_dark as in_dark
from .precision_recall import envelope_edge as envelope_edge, precision_recall as precision_recall
from .race_chart import Over as Over, race_chart as race_chart
from .scene_answers import scene_with_boxes as scene_with_boxes, scene_with_classes as scene_with_classes
from .skip_charts import (
    LossPanel as LossPanel,
    along_blocks as along_blocks,
    left_out_chart as left_out_chart,
    loss_contours as loss_contours,
    loss_hills as loss_hills,
)
from .strip_svg import strip_svg as strip_svg
from .study_charts import StudyLine as StudyLine, shift_map as shift_map, study_chart as study_chart
from .svg_png import svg_png as svg_png
from .task_curves import measure_curves as measure_curves, part_curves as part_curves
from .tiled_maps import (
    pixel_squares as pixel_squares,
    tiled_maps as tiled_maps,
)
from .trade_off import TradeOff as TradeOff, trade_off as trade_off
from .two_networks import (
    FAR_APART as FAR_APART,
    PairedStep as PairedStep,
    far_apart as far_apart,
    paired_bars as paired_bars,
    paired_fields as paired_fields,
)
from .window_squares import window_squares as window_squares
from .wire import (
    field_numbers as field_numbers,
    packed as packed,
    packed_compact as packed_compact,
    packed_photo as packed_photo,
)

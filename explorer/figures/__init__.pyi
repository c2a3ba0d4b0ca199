"""Pictures of networks, maps and numbers: data in, drawing instructions or Plotly figures out."""

from .attribution import MASK_SHARE as MASK_SHARE
from .attribution import Card as Card
from .attribution import panel_png as panel_png
from .attribution import reach as reach
from .attribution import scale_of as scale_of
from .charts import (
    ascent as ascent,
)
from .charts import (
    histogram as histogram,
)
from .charts import (
    shares as shares,
)
from .charts import (
    statistics_chart as statistics_chart,
)
from .charts import (
    unchanged_chart as unchanged_chart,
)
from .colours import (
    DARK as DARK,
)
from .colours import (
    DIVERGING as DIVERGING,
)
from .colours import (
    LIGHT as LIGHT,
)
from .colours import (
    MISSING as MISSING,
)
from .colours import (
    SEQUENTIAL as SEQUENTIAL,
)
from .colours import (
    TITLES as TITLES,
)
from .colours import (
    Kind as Kind,
)
from .colours import (
    Palette as Palette,
)
from .colours import (
    Scale as Scale,
)
from .colours import (
    lookup as lookup,
)
from .contact_sheet import (
    Order as Order,
)
from .contact_sheet import (
    Sheet as Sheet,
)
from .contact_sheet import (
    packed_map as packed_map,
)
from .contact_sheet import (
    packed_sheet as packed_sheet,
)
from .contact_sheet import (
    sheet as sheet,
)
from .contact_sheet import (
    sheet_png as sheet_png,
)
from .field_growth import field_growth as field_growth
from .filter_display import SIGNED_MIDDLE as SIGNED_MIDDLE
from .filter_display import Developed as Developed
from .filter_display import circle as circle
from .filter_display import develop as develop
from .learning_curves import Curve as Curve
from .learning_curves import Quantity as Quantity
from .learning_curves import Words as Words
from .learning_curves import learning_curves as learning_curves
from .network_strip import StripNode as StripNode
from .network_strip import strip as strip
from .plot import in_dark as in_dark
from .wire import field_numbers as field_numbers
from .wire import packed as packed
from .wire import packed_photo as packed_photo

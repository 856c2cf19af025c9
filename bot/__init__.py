"""述职 (shuzhi)."""

import os

# Else pydantic searches every package that is installed for plugins, which this program has not
# and would not want to read along with its settings.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

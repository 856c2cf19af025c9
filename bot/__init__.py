"""述职 (shuzhi)."""

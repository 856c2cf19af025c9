"""The ledger, calls for help, spot checks, bulletins and the list of weak branches."""

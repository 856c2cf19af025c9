"""The pages beside the chat: the ballot on the phone, and the screen in the hall."""

SHEET_LINK = "打开测评表"

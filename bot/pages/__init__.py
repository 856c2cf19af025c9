"""Pages beside the chat: the ballot on the phone, the screen in the hall, and how to get a ballot."""

"""What runs the program: units, proxies, a container, monitoring. `shuzhi install-service` reads the units from here."""

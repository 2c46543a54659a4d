"""What every face needs of the web: pages, built files, languages, sessions, problems."""

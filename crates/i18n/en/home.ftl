# Home page.
home-title = Decide what is built in your district

"""The web app: `streamlit run streamlit_app.py`."""

from streamlit import App

from formcheck.app import page
from formcheck.app.server import PAGE, lifespan, middleware, routes

# `streamlit run` looks for exactly this assignment and serves the page with its routes.
app = App(PAGE, lifespan=lifespan, routes=routes(), middleware=middleware())

if __name__ == "__main__":  # run as an ordinary page, as Streamlit's own AppTest does
    page.main()

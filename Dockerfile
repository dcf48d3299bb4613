# The gateway, the workers and the command line in one image; `docker run duralogue api`.
FROM node:24-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web ./
RUN npm run build

FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY infra/deploy/requirements.lock ./infra/deploy/
RUN python -m venv /opt/duralogue \
    && uv pip install --compile-bytecode --python /opt/duralogue/bin/python --require-hashes -r infra/deploy/requirements.lock
COPY . .
COPY --from=web /src/web/dist ./web/dist
RUN uv build --wheel --out-dir /wheels \
    && uv pip install --compile-bytecode --python /opt/duralogue/bin/python --no-deps /wheels/*.whl

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /var/lib/duralogue duralogue
COPY --from=build /opt/duralogue /opt/duralogue
ENV PATH=/opt/duralogue/bin:$PATH PYTHONUNBUFFERED=1
USER duralogue
WORKDIR /var/lib/duralogue
ENTRYPOINT ["duralogue"]
CMD ["--help"]

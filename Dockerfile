# Worker and API need no build: Node runs the TypeScript sources (docs/adr/0003-node-runs-typescript.md). The portal does.
# Pinned; Debian 12, whose Samba, Dovecot and Postfix the stack's tests use. To update: docs/operating.md#with-containers.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS base
ENV NODE_ENV=production
WORKDIR /opt/berth
COPY package.json package-lock.json .npmrc ./

# Optional packages as well: the worker bundles its workflows with a program that is one. Node itself is here already.
FROM base AS packages
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/node-linux-*

FROM base AS all-packages
RUN npm ci --include=dev --ignore-scripts && rm -rf node_modules/node-linux-*

# The pages that the API serves.
FROM all-packages AS portal
COPY scripts ./scripts
COPY src ./src
COPY portal ./portal
COPY tsconfig.json ./
RUN node scripts/build-portal.ts

# The worker and the API, chosen by the command.
FROM base AS berth
COPY --from=packages /opt/berth/node_modules ./node_modules
COPY src ./src
COPY catalogue ./catalogue
COPY policies ./policies
COPY --from=portal /opt/berth/dist ./dist
USER node
EXPOSE 8080
ENTRYPOINT ["node"]
CMD ["src/worker.ts", "--config", "/etc/berth/berth.yaml"]

# The local servers that stand in for directory, mail, GitHub, Slack and clusters.
FROM base AS sandbox
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*
COPY --from=all-packages /opt/berth/node_modules ./node_modules
COPY src ./src
COPY catalogue ./catalogue
COPY policies ./policies
COPY sandbox ./sandbox
COPY scripts ./scripts
RUN mkdir /var/lib/berth && chown node:node /var/lib/berth
USER node
ENTRYPOINT ["node"]
CMD ["scripts/sandbox.ts", "--folder", "/var/lib/berth"]

# The same with real servers for directory and mail, from Debian. They start as root only; worker and API do not run here.
FROM sandbox AS stack
USER root
COPY stack ./stack
RUN node stack/main.ts install directory mail && rm -rf /var/lib/apt/lists/*
ENV BERTH_CACHE=/var/cache/berth
CMD ["stack/main.ts", "run", "directory", "mail", "--folder", "/var/lib/berth"]

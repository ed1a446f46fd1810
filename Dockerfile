# A worker of a queue: docker build -t mcover . && docker run -e MCOVER_QUEUE=rediss://… mcover
FROM node:24-slim
WORKDIR /mcover
COPY . .
RUN npm ci --no-audit --no-fund && npm run build
ENTRYPOINT ["node", "/mcover/packages/mcover/bin/mcover.js"]
CMD ["work"]

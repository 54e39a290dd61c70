import { defineRule } from "./define-rule.ts";

const socket = /^["']?\/(?:var\/)?run\/(?:docker|podman\/podman|containerd\/containerd)\.sock["']?$/;

export default defineRule({
  id: "no-docker-socket",
  type: "problem",
  docs: {
    description: "Do not make the socket of the container engine a volume",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `Whoever can write to \`/var/run/docker.sock\` starts containers with any rights and is root on the host. A VOLUME of that name tells users to mount it,
and gives a container without the mount an empty anonymous volume in its place, which no client can connect to.`,
    examples: [
      {
        bad: "FROM docker:27-cli\nVOLUME /var/run/docker.sock\n",
        good: "FROM docker:27-cli\nENV DOCKER_HOST=tcp://docker:2376\n",
      },
    ],
    whenNot:
      "An image that manages the host's containers needs the socket: mount it when it starts, and leave the VOLUME out.",
    securitySeverity: 6,
  },
  messages: {
    volume: {
      what: 'VOLUME names the socket of the container engine, "{{path}}"',
      why: "Who can write to it is root on the host; and without a mount the volume is an empty one that no client can connect to",
      how: "Drop it, and mount the socket with docker run -v where that is really meant",
    },
  },
  create(context) {
    return {
      Volume(node) {
        for (const word of node.args) {
          const path = context.sourceCode.model.expand(node, word).value;
          if (socket.test(path)) context.report({ node: word, messageId: "volume", data: { path } });
        }
      },
    };
  },
});

import { cases } from "../rule-cases.ts";

export default cases("pin-go-versions", {
  valid: [
    "FROM golang:1.24\nRUN go install golang.org/x/tools/cmd/stringer@v0.30.0\n",
    {
      name: "a package of the module",
      code: "FROM golang:1.24\nRUN go install ./cmd/x && go install . && go install ./...\n",
    },
    { name: "a variable", code: "FROM golang:1.24\nRUN go install example.org/x@${VERSION}\n" },
    {
      name: "no install",
      code: "FROM golang:1.24\nRUN go build -o /x ./cmd/x && go mod download && go run main.go && go install std\n",
    },
  ],
  invalid: [
    {
      name: "go run fetches too",
      code: "FROM golang:1.24\nRUN go run example.org/gen@latest x.y/z\n",
      findings: [
        { line: 2, column: 12, text: "example.org/gen@latest", message: /go fetches "example.org\/gen@latest" in/ },
      ],
    },
    {
      code: "FROM golang:1.24\nRUN go install example.org/x@latest\n",
      findings: [{ messageId: "unpinned", line: 2, column: 16, text: "example.org/x@latest" }],
    },
    {
      name: "no version at all, flags with values, CRLF",
      code: "from golang:1.24\r\nrun go get -tags netgo example.org/x\r\n",
      findings: [{ line: 2, column: 24, text: "example.org/x" }],
    },
    {
      name: "an environment in front",
      code: "FROM golang:1.24\nRUN GOBIN=/bin CGO_ENABLED=0 \\\n  go install example.org/x@latest\n",
      findings: [{ line: 3, column: 14, text: "example.org/x@latest" }],
    },
  ],
});

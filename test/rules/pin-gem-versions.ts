import { cases } from "../rule-cases.ts";

export default cases("pin-gem-versions", {
  valid: [
    "FROM ruby:3.4\nRUN gem install rails:8.0.1\n",
    {
      name: "one version for the command",
      code: "FROM ruby:3.4\nRUN gem install bundler -v 2.6.3 && gem install rake --version=13.2.1\n",
    },
    { name: "a Gemfile", code: "FROM ruby:3.4\nRUN bundle install\n" },
    { name: "a variable", code: "FROM ruby:3.4\nRUN gem install bundler:$BUNDLER\n" },
  ],
  invalid: [
    {
      name: "flags of native extensions are no gems",
      code: "FROM ruby:3.4\nRUN gem install pg -- --with-pg-config /usr/bin/pg_config\n",
      findings: [{ line: 2, column: 17, text: "pg", message: /installs "pg" in/ }],
    },
    {
      code: "FROM ruby:3.4\nRUN gem install --no-document rails\n",
      findings: [{ messageId: "unpinned", line: 2, column: 31, text: "rails", message: /"rails:<version>"/ }],
    },
    {
      name: "short verb, lower case, CRLF",
      code: "from ruby:3.4\r\nrun gem i rake puma\r\n",
      findings: [{ line: 2, column: 11, text: "rake", message: /"rake" and "puma"/ }],
    },
    {
      name: "in a subshell, over a continuation",
      code: "FROM ruby:3.4\nRUN (cd /x && gem install \\\n  foreman)\n",
      findings: [{ line: 3, column: 3, text: "foreman" }],
    },
  ],
});

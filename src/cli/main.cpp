// cramp-cds: the command line.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "cli/commands.hpp"

namespace {

using namespace cramp::cli;

constexpr const char* kContentHelp =
    "folder that holds rules/ and profiles/ (default: the working directory, the source tree of "
    "this "
    "program, or /usr/share/cramp-cds)";
constexpr const char* kConfigHelp = "TOML file; docs/configuration.md";
constexpr const char* kNowHelp = "evaluation instant, as 2026-03-01T12:00:00Z (default: now)";

void add_serve(CLI::App& app, int& status) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = app.add_subcommand("serve", "Answer CDS Hooks calls over HTTP");
  command->add_option("--config", options->config, kConfigHelp);
  command->add_option("--listen", options->listen,
                      "HOST:PORT (default: 127.0.0.1:8080); port 0 takes a free one");
  command->add_option("--admin-listen", options->admin_listen,
                      "HOST:PORT of health, metrics and reload (default: 127.0.0.1:8081)");
  command->add_option("--content", options->content, kContentHelp);
  command->add_option("--threads", options->threads, "0: one for each core (default)");
  command->add_flag("--dev", options->dev,
                    "plain HTTP, no client authentication, CORS for pages of this machine");
  command->footer(
      "Without --dev the service wants a configuration with TLS, or a proxy in front, and "
      "clients.\n"
      "SIGTERM finishes what was accepted and ends; SIGHUP reloads rules, clients and "
      "certificates.\n\n"
      "Example:\n"
      "  cramp-cds serve --dev\n"
      "  curl http://127.0.0.1:8080/cds-services");
  command->callback([options, &status] { status = serve(*options); });
}

void add_invoke(CLI::App& app, int& status) {
  auto options = std::make_shared<InvokeOptions>();
  CLI::App* command = app.add_subcommand("invoke", "Answer one call without a server");
  command->add_option("service", options->service, "service id, as in discovery")->required();
  command
      ->add_option("request", options->request,
                   "file with the CDS Hooks request, or with a Bundle of the patient's chart: then "
                   "the request "
                   "that an EHR would send is made from it; - reads standard input")
      ->required();
  command->add_option("--content", options->content, kContentHelp);
  command->add_option("--now", options->now, kNowHelp);
  command->add_option(
      "--history", options->history,
      "file with what became of earlier cards of this patient: [{\"rule\", \"outcome\": "
      "\"overridden|accepted|shown\", \"reason\", \"time\", \"cardKey\"}]");
  command->add_flag("--explain", options->explain,
                    "also says of each rule whether it fired and why, or why not: {\"response\", "
                    "\"explanation\"}");
  command->footer(
      "Prints the response. Status 0: an answer, with or without cards; 1: an error answer.\n\n"
      "Example:\n"
      "  cramp-cds invoke leg-cramp-patient-view docs/examples/patient-view.json");
  command->callback([options, &status] { status = invoke(*options); });
}

void add_eval(CLI::App& app, int& status) {
  auto options = std::make_shared<EvalOptions>();
  CLI::App* command = app.add_subcommand("eval", "Evaluate an ELM library");
  command->set_version_flag("--version", CRAMP_VERSION);
  command->add_option("--library", options->library, "ELM JSON of the library")->required();
  command->add_option("--library-path", options->library_paths,
                      "folder with the libraries that it includes (also: beside the library)");
  command->add_option(
      "--data", options->data,
      "Bundle of one patient; a folder of Bundles, or an NDJSON file with a Bundle in each line: "
      "one result line a patient; - reads a Bundle or NDJSON from standard input");
  command->add_option("--valuesets", options->value_sets, "folder with ValueSet resources");
  command->add_option("--expression", options->expressions,
                      "definition to evaluate (default: all public ones)");
  command->add_option(
      "--parameter", options->parameters,
      "NAME=JSON, for every library that declares the name; not set is its default or null");
  command->add_option("--now", options->now, kNowHelp);
  command->add_flag("--explain", options->explain,
                    "with each value: its CQL, the resources it rests on, and what its parts gave");
  command->add_option("--threads", options->threads, "0: one for each core")->capture_default_str();
  command->footer(
      "Prints one JSON object, definition -> value; {\"error\": \"...\"} where one failed. Of many "
      "patients one line each,\n"
      "{\"data\": \"FILE or id\", \"values\": {...}}, in the order of the input.\n\n"
      "Status 0: done, also where definitions failed; 1: done, but some patients could not be "
      "read;\n"
      "2: not done, for the library, an option or all of the data is faulty.\n\n"
      "Examples:\n"
      "  cramp-cds eval --library rules/leg-cramps/elm/LegCrampComplaint.json \\\n"
      "    --valuesets profiles/valuesets --data patient.json --expression 'Leg cramps are "
      "recorded'\n"
      "  cramp-cds eval --library my/Measure.json --library-path fhirhelpers --data all.ndjson "
      "> results.ndjson\n"
      "  zcat all.ndjson.gz | cramp-cds eval --library my/Measure.json --data - --threads 2\n"
      "  cramp-cds eval --library my/Measure.json --parameter 'Measurement "
      "Period={\"low\":\"2026-01-01\",\"high\":\"2026-12-31\"}'\n"
      "  cramp-cds eval --library my/Measure.json --data patient.json --explain | less\n\n"
      "More: docs/eval.md");
  command->callback([options, &status] { status = eval(*options); });
}

void add_check(CLI::App& app, int& status) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand(
      "check", "Lint the content: every reference resolves, every text fits; or a configuration");
  command->add_option("--content", options->content, kContentHelp);
  command->add_option("--config", options->config, "check this configuration instead");
  command->add_flag("--dev", options->dev, "check the configuration for serve --dev");
  command->add_flag("--print-defaults", options->print_defaults,
                    "print a configuration with every setting at its default");
  command->add_flag("--print-reference", options->print_reference,
                    "print the tables of docs/configuration.md");
  command->add_flag("--print-prefetch", options->print_prefetch,
                    "print the content's prefetch keys: the table of docs/integration.md");
  command->footer("Lists every fault with its file and place. Status 1: there are some.");
  command->callback([options, &status] { status = check(*options); });
}

void add_test(CLI::App& app, int& status) {
  auto options = std::make_shared<TestOptions>();
  CLI::App* command = app.add_subcommand("test", "Run the test cases of the content");
  command->add_option("--content", options->content, kContentHelp);
  CLI::Option* cases = command->add_option("case", options->cases, "ids of cases (default: all)");
  CLI::Option* filter = command->add_option(
      "--filter", options->filter, "only cases whose id, title, service or rules hold this text");
  command
      ->add_flag("--coverage", options->coverage,
                 "name the definitions and branches of the CQL that no case reached; status 1 when "
                 "the package's coverage-exceptions.json does not explain them")
      ->excludes(cases)
      ->excludes(filter);
  command->add_flag("--verbose", options->verbose, "name every case, not only those that differ");
  command->add_option("--responses", options->responses,
                      "file for all responses, one JSON document a line");
  command->footer(
      "Runs rules/*/cases/*.json, says which differ and how, and counts for each rule the cases "
      "where it fires\n"
      "(positive), does not (negative), cannot tell (unknown) and is kept silent (suppressed). "
      "Status 1: some differ.\n\n"
      "Example:\n"
      "  cramp-cds test --filter med-statin --verbose");
  command->callback([options, &status] { status = test(*options); });
}

void add_feedback(CLI::App& app, int& status) {
  auto options = std::make_shared<FeedbackOptions>();
  CLI::App* feedback = app.add_subcommand("feedback", "What became of the cards: export and purge");
  feedback->require_subcommand(1);
  CLI::App* rows = feedback->add_subcommand("export", "Print cards with their feedback, or counts");
  CLI::App* purge = feedback->add_subcommand("purge", "Delete old records; the service does, too");
  for (CLI::App* command : {rows, purge})
    command->add_option("--config", options->config, kConfigHelp);
  rows->add_option("--from", options->from, "first day, in UTC (default: all that is kept)");
  rows->add_option("--to", options->to, "day after the last, in UTC (default: tomorrow)");
  rows->add_option("--format", options->format, "csv or ndjson")
      ->check(CLI::IsMember({"csv", "ndjson"}))
      ->capture_default_str();
  CLI::Option* monthly =
      rows->add_flag("--monthly", options->monthly, "counts by month, rule, hook and client");
  rows->add_flag("--weekly", options->weekly, "the same by ISO week")->excludes(monthly);
  rows->footer(
      "Patients are in no row, nor free text. The service may run meanwhile. Columns: "
      "docs/operations.md.\n\n"
      "Example:\n"
      "  cramp-cds feedback export --config /etc/cramp-cds.toml --from 2026-01-01 --monthly");
  purge->add_option("--before", options->before,
                    "delete what is older than this day (default: store.retention)");
  rows->callback([options, &status] { status = feedback_export(*options); });
  purge->callback([options, &status] { status = feedback_purge(*options); });
}

int run(int argc, char** argv) {
  CLI::App app("Clinical decision support for leg cramps: a CDS Hooks service.", "cramp-cds");
  app.require_subcommand(1);
  app.set_version_flag("--version", CRAMP_VERSION);
  int status = 0;
  add_serve(app, status);
  add_invoke(app, status);
  add_eval(app, status);
  add_check(app, status);
  add_test(app, status);
  add_feedback(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cramp-cds: %s\n", error.what());
    return 2;
  }
}

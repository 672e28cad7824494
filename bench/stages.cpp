// Where the time of a call goes: each stage alone, for each request body.
//   bench_stages [--benchmark_...] BODY.json...

#include <benchmark/benchmark.h>

#include <filesystem>

#include "app/content.hpp"
#include "app/pipeline.hpp"
#include "base/file.hpp"
#include "cdshooks/prefetch.hpp"

using namespace cramp;

namespace {

/// Everything that one call holds, stage by stage.
struct Call {
  json::Document document;
  cdshooks::Request request;
  const cdshooks::Offer* offer = nullptr;
  std::vector<cdshooks::KeyState> states;
  fhir::PatientData data{""};
};

class Stages {
 public:
  Stages(std::shared_ptr<const cdshooks::Catalog> catalog, std::string body)
      : pipeline_{std::move(catalog), {}},
        body_(std::move(body)),
        now_(app::local_now(base::SystemClock())) {}

  std::size_t bytes() const { return body_.size(); }
  std::string copy() const { return body_; }

  json::Document parse() const { return *json::parse(body_); }

  void collect(Call& call) const {
    const std::string_view hook = *cdshooks::read_hook(call.document.root());
    call.offer = *pipeline_.catalog->find("leg-cramp-patient-view", hook);
    call.request = *cdshooks::read_request(call.document.root(), *call.offer->hook);
    call.states = *cdshooks::read_prefetch(*call.offer->service, call.request);
    call.data = fhir::PatientData(call.request.patient_id.expose());
    cdshooks::collect(call.states, call.data);
  }

  rules::Applied apply(const Call& call) const {
    return rules::apply(*call.offer->service, {.data = call.data,
                                               .now = now_,
                                               .unavailable = cdshooks::unavailable(call.states),
                                               .encounter_id = call.request.encounter_id.expose(),
                                               .user = call.request.user});
  }

  std::size_t whole() const {
    app::CallRecord record;
    return app::answer(pipeline_, "leg-cramp-patient-view", body_, now_, record)->size();
  }

 private:
  app::Pipeline pipeline_;
  std::string body_;
  time::Temporal now_;
};

void copy(benchmark::State& state, const Stages& stages) {
  for (auto _ : state) benchmark::DoNotOptimize(stages.copy());
}

void parse(benchmark::State& state, const Stages& stages) {
  for (auto _ : state) benchmark::DoNotOptimize(stages.parse());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * stages.bytes()));
}

void collect(benchmark::State& state, const Stages& stages) {
  Call call;
  call.document = stages.parse();
  for (auto _ : state) stages.collect(call);
}

void apply(benchmark::State& state, const Stages& stages) {
  Call call;
  call.document = stages.parse();
  stages.collect(call);
  rules::Applied applied;
  for (auto _ : state) applied = stages.apply(call);
  state.counters["cards"] = static_cast<double>(applied.actions.size());
  state.counters["arena"] = static_cast<double>(applied.arena_bytes);
}

void respond(benchmark::State& state, const Stages& stages) {
  Call call;
  call.document = stages.parse();
  stages.collect(call);
  const rules::Applied applied = stages.apply(call);
  for (auto _ : state)
    benchmark::DoNotOptimize(cdshooks::write_response(applied, call.offer->cards));
}

void whole(benchmark::State& state, const Stages& stages) {
  for (auto _ : state) benchmark::DoNotOptimize(stages.whole());
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  base::Faults faults;
  const auto catalog = cdshooks::load(app::content_directory(""), faults);
  if (!catalog) return 1;
  std::vector<std::unique_ptr<Stages>> bodies;
  for (int i = 1; i < argc; ++i) {
    bodies.push_back(std::make_unique<Stages>(catalog, *base::read_file(argv[i])));
    const Stages& stages = *bodies.back();
    const std::string body = std::filesystem::path(argv[i]).stem().string() + "/";
    const std::initializer_list<std::pair<const char*, void (*)(benchmark::State&, const Stages&)>>
        all = {{"copy body", copy},         {"parse", parse},
               {"collect", collect},        {"evaluate and apply", apply},
               {"write response", respond}, {"whole call", whole}};
    for (const auto& [name, function] : all) {
      benchmark::RegisterBenchmark((body + name).c_str(), [function,
                                                           &stages](benchmark::State& state) {
        function(state, stages);
      })->Unit(benchmark::kMicrosecond);
    }
  }
  benchmark::RunSpecifiedBenchmarks();
}

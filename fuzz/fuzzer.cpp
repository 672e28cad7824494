// The libFuzzer executable: `cramp-fuzz --target=elm CORPUS-FOLDER …` and libFuzzer's options.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "target.hpp"

// The entries that libFuzzer looks for.
extern "C" {
int LLVMFuzzerInitialize(int* count, char*** arguments);
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed);
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
}

namespace {

const cramp::fuzz::Target* target = nullptr;

constexpr unsigned kOneInPlain = 4;  ///< JSON inputs that are mutated as bytes

}  // namespace

int LLVMFuzzerInitialize(int* count, char*** arguments) {
  constexpr std::string_view kOption = "--target=";
  for (int i = 1; i < *count; ++i) {
    const std::string_view argument = (*arguments)[i];
    if (argument.starts_with(kOption)) {
      target = cramp::fuzz::find_target(argument.substr(kOption.size()));
    }
  }
  if (target != nullptr) return 0;
  std::fputs("cramp-fuzz: --target= must be one of", stderr);
  for (const auto& each : cramp::fuzz::targets()) std::fprintf(stderr, " %s", each.name.data());
  std::fputs("\n", stderr);
  std::exit(2);
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed) {
  if (!target->is_json || seed % kOneInPlain == 0) return LLVMFuzzerMutate(data, size, most);
  const std::string text =
      cramp::fuzz::mutated_json({reinterpret_cast<const char*>(data), size}, seed / kOneInPlain);
  if (text.size() > most) return LLVMFuzzerMutate(data, size, most);
  std::memcpy(data, text.data(), text.size());
  return text.size();
}

#pragma once
// Finds the end of the plain part of a JSON string, 16 bytes at a time.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cramp::json {

struct StringRun {
  std::size_t size = 0;  ///< bytes before the first quote, backslash or control character
  bool ascii = true;     ///< of these bytes
};

/// Needs no vector unit. Reads up to 8 bytes past the character that ends the run.
inline StringRun scan_string_portable(const char* text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  StringRun run;
  if constexpr (std::endian::native == std::endian::little) {
    for (std::uint64_t high = 0;; run.size += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, text + run.size, 8);
      const std::uint64_t quote = word ^ (kOnes * '"');
      const std::uint64_t escape = word ^ (kOnes * '\\');
      // The lowest bit that is set is exact; borrows reach only the bytes above it.
      const std::uint64_t stop = (((quote - kOnes) & ~quote) | ((escape - kOnes) & ~escape) |
                                  ((word - kOnes * 0x20) & ~word)) &
                                 kHigh;
      if (stop == 0) {
        high |= word & kHigh;
        continue;
      }
      const int bits = std::countr_zero(stop) - 7;
      high |= word & kHigh & ((std::uint64_t{1} << bits) - 1);
      run.size += static_cast<std::size_t>(bits) / 8;
      run.ascii = high == 0;
      return run;
    }
  }
  for (;; ++run.size) {
    const auto byte = static_cast<unsigned char>(text[run.size]);
    if (byte == '"' || byte == '\\' || byte < 0x20) return run;
    run.ascii = run.ascii && byte < 0x80;
  }
}

/// Reads up to 16 bytes past the character that ends the run (`kPadding`).
inline StringRun scan_string(const char* text) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i escape = _mm_set1_epi8('\\');
  const __m128i control = _mm_set1_epi8(0x1F);
  StringRun run;
  for (unsigned high = 0;; run.size += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + run.size));
    const __m128i stop =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, escape)),
                     _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
    const auto stops = static_cast<unsigned>(_mm_movemask_epi8(stop));
    const auto highs = static_cast<unsigned>(_mm_movemask_epi8(bytes));
    if (stops == 0) {
      high |= highs;
      continue;
    }
    const unsigned before = (stops & -stops) - 1;
    run.size += static_cast<std::size_t>(std::countr_zero(stops));
    run.ascii = (high | (highs & before)) == 0;
    return run;
  }
#else
  return scan_string_portable(text);
#endif
}

}  // namespace cramp::json

#include "store/pseudonym.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <span>

#include "base/file.hpp"

namespace cramp::store {

namespace {

constexpr std::string_view kPatient = "{patient}";
constexpr std::size_t kHashBytes = 16;
constexpr std::size_t kKeyBytes = 32;

std::string hexadecimal(std::span<const unsigned char> bytes) {
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

/// With its length before it, so that no two lists of parts make one text.
void append_part(std::string& text, std::string_view part) {
  text += fmt::format("{}:", part.size());
  text += part;
}

std::string with_parts_replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (;;) {
    const auto end = text.find('|');
    const std::string_view part = text.substr(0, end);
    out += !from.empty() && part == from ? to : part;
    if (end == std::string_view::npos) return out;
    out += '|';
    text.remove_prefix(end + 1);
  }
}

base::Error unusable(const std::filesystem::path& file) {
  return {base::Code::kInternal, "", "cannot make the key file " + file.string(), ""};
}

}  // namespace

std::string patient_hash(const HashKey& key, const PatientScope& scope,
                         const base::Phi<std::string_view>& patient_id) {
  std::string_view server = scope.fhir_server;
  while (server.ends_with('/')) server.remove_suffix(1);
  std::string text;
  for (const std::string_view part : {scope.client, scope.tenant, server, patient_id.expose()}) {
    append_part(text, part);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  HMAC(EVP_sha256(), key.expose().data(), static_cast<int>(key.expose().size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), nullptr);
  return hexadecimal(std::span(digest).first(kHashBytes));
}

std::string sealed_key(std::string_view card_key, const base::Phi<std::string_view>& patient_id) {
  return with_parts_replaced(card_key, patient_id.expose(), kPatient);
}

std::string opened_key(std::string_view sealed, const base::Phi<std::string_view>& patient_id) {
  return with_parts_replaced(sealed, kPatient, patient_id.expose());
}

base::Result<HashKey> key_in_file(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    std::array<unsigned char, kKeyBytes> bytes{};
    const bool random = RAND_bytes(bytes.data(), kKeyBytes) == 1;
    const std::string text = hexadecimal(bytes) + '\n';
    const bool written =
        random && write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const bool kept = fsync(descriptor) == 0;
    close(descriptor);
    if (!written || !kept) {
      unlink(file.c_str());
      return unusable(file);
    }
  } else if (errno != EEXIST) {
    return unusable(file);
  }
  auto text = base::read_file(file);
  if (!text) return std::move(text).error();
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  if (text->size() < kKeyBytes) return unusable(file);
  return HashKey(std::move(*text));
}

}  // namespace cramp::store

#include "store/pseudonym.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "base/file.hpp"

namespace cramp::store {

namespace {

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

constexpr int kSivBytes = 16;

const EVP_CIPHER* siv() {
  static EVP_CIPHER* const kCipher = EVP_CIPHER_fetch(nullptr, "AES-256-SIV", nullptr);
  return kCipher;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// One encryption or decryption; the two halves of a SIV key are those of an HMAC-SHA512.
class Siv {
 public:
  Siv(const HashKey& key, std::string_view patient, bool encrypts)
      : context_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
    constexpr std::string_view kUse = "cramp-cds card key";
    std::array<unsigned char, EVP_MAX_MD_SIZE> derived{};
    HMAC(EVP_sha512(), key.expose().data(), static_cast<int>(key.expose().size()), bytes_of(kUse),
         kUse.size(), derived.data(), nullptr);
    int ignored = 0;
    ready_ = EVP_CipherInit_ex2(context_.get(), siv(), derived.data(), nullptr, encrypts ? 1 : 0,
                                nullptr) == 1 &&
             EVP_CipherUpdate(context_.get(), nullptr, &ignored, bytes_of(patient),
                              static_cast<int>(patient.size())) == 1;
    OPENSSL_cleanse(derived.data(), derived.size());
  }

  EVP_CIPHER_CTX* context() { return context_.get(); }
  /// False also when the tag does not fit.
  bool run(std::span<const unsigned char> in, unsigned char* out) {
    int size = 0;
    return ready_ && EVP_CipherUpdate(context_.get(), out, &size, in.data(),
                                      static_cast<int>(in.size())) == 1;
  }

 private:
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
  bool ready_ = false;
};

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

std::string sealed_key(const HashKey& key, std::string_view patient, std::string_view card_key) {
  if (card_key.empty()) return {};
  std::vector<unsigned char> sealed(kSivBytes + card_key.size());
  Siv siv(key, patient, true);
  if (!siv.run({bytes_of(card_key), card_key.size()}, sealed.data() + kSivBytes)) return {};
  if (EVP_CIPHER_CTX_ctrl(siv.context(), EVP_CTRL_AEAD_GET_TAG, kSivBytes, sealed.data()) != 1)
    return {};
  return hexadecimal(sealed);
}

std::string opened_key(const HashKey& key, std::string_view patient, std::string_view sealed) {
  std::vector<unsigned char> bytes(sealed.size() / 2);
  std::size_t size = 0;
  if (bytes.size() <= kSivBytes || OPENSSL_hexstr2buf_ex(bytes.data(), bytes.size(), &size,
                                                         std::string(sealed).c_str(), '\0') != 1) {
    return {};
  }
  std::string opened(size - kSivBytes, '\0');
  Siv siv(key, patient, false);
  if (EVP_CIPHER_CTX_ctrl(siv.context(), EVP_CTRL_AEAD_SET_TAG, kSivBytes, bytes.data()) != 1 ||
      !siv.run(std::span(bytes).subspan(kSivBytes),
               reinterpret_cast<unsigned char*>(opened.data()))) {
    return {};
  }
  return opened;
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

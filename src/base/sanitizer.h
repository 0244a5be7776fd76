/* sanitizer.h: what the code tells AddressSanitizer. Nothing in a build without it. */
#ifndef BASE_SANITIZER_H
#define BASE_SANITIZER_H

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

#if UNDER_ASAN
#include <sanitizer/asan_interface.h>
#define MEMORY_CLOSE(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define MEMORY_OPEN(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define MEMORY_CLOSE(p, n) ((void)(p), (void)(n))
#define MEMORY_OPEN(p, n) ((void)(p), (void)(n))
#endif

#endif

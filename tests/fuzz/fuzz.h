/* fuzz.h: what a fuzz target is. One target a file, src/<slice>/fuzz_*.c; it takes any bytes and must end without a
 * finding of ASan, UBSan or FUZZ_CHECK. Built with libFuzzer by tests/fuzz/run, and with tests/fuzz/replay.c as a test. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What must hold for every input. */
#define FUZZ_CHECK(holds)                                                                                              \
    do {                                                                                                               \
        if (!(holds)) {                                                                                                \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #holds);                                 \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif

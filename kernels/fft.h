/* The passes of discrete Fourier transforms, in both precisions: one pass per
 * factor of the length (see src/device/cpu/fft.c, which plans and runs them). */
#ifndef KERNELS_FFT_H
#define KERNELS_FFT_H

#include "elementwise.h"

#define FFT_T    double
#define FFT_NAME fft_pass_FLOAT64
#define FFT(x)   x##_FLOAT64
#include "fft_passes.h"
#undef FFT_T
#undef FFT_NAME
#undef FFT

#define FFT_T    float
#define FFT_NAME fft_pass_FLOAT32
#define FFT(x)   x##_FLOAT32
#include "fft_passes.h"
#undef FFT_T
#undef FFT_NAME
#undef FFT

#endif

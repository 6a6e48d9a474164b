/* Recording Fourier transforms along an axis. */
#ifndef GRAPH_FFT_H
#define GRAPH_FFT_H

#include "graph.h"

/* constants[0] of LIBRARY_FFT */
enum { FFT_FORWARD, FFT_BACKWARD, FFT_FROM_REAL, FFT_TO_REAL };

/* The transform of length n > 0 along the axis, times scale, of a, which is cropped or
 * padded with zeros. FFT_FROM_REAL: the first n / 2 + 1 results of real elements;
 * FFT_TO_REAL: the n real elements that have such results (inverse, not scaled). */
ArrStatus graph_fft(Graph *graph, int kind, Array *a, int64_t n, int axis, double scale,
                    Array **result);

#endif

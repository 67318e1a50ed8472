package org.vexhost.distribution.admin.socket;

import java.util.function.BooleanSupplier;

/**
 * Resources that calls must leave for the host's own work and for operators.
 *
 * @param files whether file handles are available for work other than clients; checked while there
 *     are many clients
 * @param thread whether a thread is available for work other than calls; checked before each call
 */
record Reserves(BooleanSupplier files, BooleanSupplier thread) {}

package org.vexhost.distribution.admin.socket;

import java.util.function.BooleanSupplier;

/**
 * The resources that calls must leave for the host's own work and for operators.
 *
 * @param files whether file handles are left for work other than serving clients; checked only
 *     while there are many clients
 * @param thread whether a thread is left for work other than calls; checked before each call
 */
record Reserves(BooleanSupplier files, BooleanSupplier thread) {}

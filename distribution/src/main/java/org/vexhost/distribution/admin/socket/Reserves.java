package org.vexhost.distribution.admin.socket;

import java.util.function.BooleanSupplier;

/**
 * What calls leave for the host's own work and for operators.
 *
 * @param files whether there are file handles for others than clients; asked while there are many
 * @param thread whether there is a thread for others than calls; asked before each call
 */
record Reserves(BooleanSupplier files, BooleanSupplier thread) {}

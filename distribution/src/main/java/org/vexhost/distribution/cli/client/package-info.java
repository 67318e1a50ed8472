/** Ways to a host that runs, or is to run. */
@NullMarked
package org.vexhost.distribution.cli.client;

import org.jspecify.annotations.NullMarked;

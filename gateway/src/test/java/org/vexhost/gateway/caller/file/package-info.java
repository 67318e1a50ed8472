@NullMarked
package org.vexhost.gateway.caller.file;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.vexhost.gateway.http.settings;

import org.jspecify.annotations.NullMarked;

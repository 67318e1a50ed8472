/** Requests as guests write them, checked before anything is sent. */
@NullMarked
package org.vexhost.http.message;

import org.jspecify.annotations.NullMarked;

;; Replaces each character of a text by the byte that it stands for. JavaScript takes ten times as long for it in a fresh
;; process, where nothing is compiled yet.
(module
  ;; First a table of 3 × 128 bytes, by a character's code; then which bytes are one character, as 64 hexadecimal digits;
  ;; then the text, and in its place the bytes.
  (memory (export "memory") 4)
  ;; The place in the table of the next character: without the backslash, and after the tilde in the next part.
  (func $next (param $at i32) (result i32)
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (if (i32.eq (i32.and (local.get $at) (i32.const 127)) (i32.const 92)) (then
      (local.set $at (i32.add (local.get $at) (i32.const 1)))))
    (if (i32.eq (i32.and (local.get $at) (i32.const 127)) (i32.const 127)) (then
      (local.set $at (i32.add (local.get $at) (i32.const 36)))))
    (local.get $at))
  (func (export "decode") (param $end i32) (result i32)
    (local $byte i32) (local $common i32) (local $rare i32)
    (local $from i32) (local $to i32) (local $code i32)
    ;; A number sign is the first character, and 128 bytes are a part.
    (local.set $common (i32.const 35))
    (local.set $rare (i32.const 163))
    (loop $fill
      ;; The value of a digit is in the low bits of its code, and 9 more for a letter.
      (local.set $code (i32.load8_u offset=384 (i32.shr_u (local.get $byte) (i32.const 2))))
      (local.set $code (i32.add
        (i32.and (local.get $code) (i32.const 15))
        (i32.mul (i32.shr_u (local.get $code) (i32.const 6)) (i32.const 9))))
      (if (i32.and (i32.shr_u (local.get $code) (i32.and (local.get $byte) (i32.const 3))) (i32.const 1))
        (then
          (i32.store8 (local.get $common) (local.get $byte))
          (local.set $common (call $next (local.get $common))))
        (else
          (i32.store8 (local.get $rare) (local.get $byte))
          (local.set $rare (call $next (local.get $rare)))))
      (local.set $byte (i32.add (local.get $byte) (i32.const 1)))
      (br_if $fill (i32.lt_u (local.get $byte) (i32.const 256))))
    (local.set $from (local.tee $to (i32.const 448)))
    (loop $next
      (local.set $code (i32.load8_u (local.get $from)))
      ;; A space and an exclamation mark stand for nothing: the character after them is looked up in another part of the
      ;; table.
      (if (i32.le_u (local.get $code) (i32.const 33)) (then
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (local.set $code (i32.add
          (i32.load8_u (local.get $from))
          (i32.shl (i32.sub (local.get $code) (i32.const 31)) (i32.const 7))))))
      (i32.store8 (local.get $to) (i32.load8_u (local.get $code)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (local.get $to)))

;; Reads eight-bit rows at memory speed and writes down those that may be near enough.
;;
;; A row is `length` signed bytes, padded with zeros to a multiple of 16, and then four float32:
;;   scale   one step of this row's bytes
;;   square  squared length of the row as its bytes describe it, lowered by what float32 may lose here
;;   error   distance between the row and what its bytes describe
;;   shift   64 times the sum of the row's bytes
;; The query is the same number of bytes from 0 to 126, 64 more than what they stand for: of such bytes the relaxed dot product
;; gives the same sums on every processor, and is one instruction where the processor has it. The shift takes the 64 off again.
;;
;; The distance of what the bytes describe is d² = square + querySquare - 2 · scale · queryScale · dot; the true distance
;; is at most error + queryError away from it (triangle inequality). A row is written down when d <= reach + error, where
;; the caller's reach already holds queryError and the distance to beat: no row that could win is ever left out. It is
;; asked as "not d > reach + error": what float32 cannot tell (no number) is written down as well.
(module
  (memory (import "gallery" "memory") 1)
  (func (export "scan")
    (param $row i32) (param $rowBytes i32) (param $count i32) (param $query i32)
    (param $queryScale f32) (param $querySquare f32) (param $reach f32) (param $found i32)
    (result i32)
    (local $vectorEnd i32) (local $at i32) (local $q i32) (local $index i32) (local $foundStart i32)
    (local $sum v128) (local $limit f32)
    (local.set $foundStart (local.get $found))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $index) (local.get $count)))
        (local.set $vectorEnd (i32.sub (i32.add (local.get $row) (local.get $rowBytes)) (i32.const 16)))
        (local.set $at (local.get $row))
        (local.set $q (local.get $query))
        (local.set $sum (v128.const i32x4 0 0 0 0))
        (loop $vector
          (local.set $sum (i32x4.relaxed_dot_i8x16_i7x16_add_s
            (v128.load (local.get $at)) (v128.load (local.get $q)) (local.get $sum)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $q (i32.add (local.get $q) (i32.const 16)))
          (br_if $vector (i32.lt_u (local.get $at) (local.get $vectorEnd))))
        (local.set $limit (f32.add (local.get $reach) (f32.load offset=8 (local.get $at))))
        (if (i32.eqz (f32.gt
              (f32.sub
                (f32.add (f32.load offset=4 (local.get $at)) (local.get $querySquare))
                (f32.mul
                  (f32.mul (f32.const 2) (f32.mul (f32.load (local.get $at)) (local.get $queryScale)))
                  (f32.sub
                    (f32.convert_i32_s
                      (i32.add
                        (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
                        (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
                    (f32.load offset=12 (local.get $at)))))
              (f32.mul (local.get $limit) (local.get $limit))))
          (then
            (i32.store (local.get $found) (local.get $index))
            (local.set $found (i32.add (local.get $found) (i32.const 4)))))
        (local.set $row (i32.add (local.get $row) (local.get $rowBytes)))
        (local.set $index (i32.add (local.get $index) (i32.const 1)))
        (br $rows)))
    (i32.shr_u (i32.sub (local.get $found) (local.get $foundStart)) (i32.const 2))))

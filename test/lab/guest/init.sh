#!/bin/busybox sh
# Process 1 of the lab's machine: loads the kernel's modules, mounts the host's root read-only with a layer of memory
# above it, starts udev, and runs guest/main.ts with the host's own Node. LAB_* come from /lab.env.
bb=/bin/busybox
$bb mount -t proc proc /proc
$bb mount -t sysfs sys /sys
$bb mount -t devtmpfs dev /dev
. /lab.env
for module in /modules/*; do
  case $module in */*dummy_hcd.ko) options=num=3 ;; *) options= ;; esac
  $bb insmod "$module" $options || echo "insmod $module failed"
done
$bb mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576,cache=loose,ro host /host || $bb poweroff -f
$bb mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576,cache=loose,ro layer /layer || $bb poweroff -f
$bb mount -t tmpfs memory /memory
$bb mkdir /memory/upper /memory/work
$bb mount -t overlay -o lowerdir=/layer:/host,upperdir=/memory/upper,workdir=/memory/work lab /root || $bb poweroff -f
$bb ifconfig lo 127.0.0.1 up
$bb mount -t configfs config /sys/kernel/config
$bb mkdir -p /dev/pts
$bb mount -t devpts devpts /dev/pts
for mount in dev proc sys; do $bb mount --move /$mount /root/$mount; done
$bb mount -t tmpfs run /root/run
$bb cp $bb /root/run/busybox
exec $bb switch_root /root /bin/sh -c '
  export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp
  busybox=/run/busybox
  ln -s /usr/bin/udevadm /run/systemd-udevd
  /run/systemd-udevd --daemon
  cd "$LAB_ROOT"
  "$LAB_NODE" --disable-warning=ExperimentalWarning "$LAB_PROGRAM/main.js" >/dev/ttyS1 2>&1
  echo "LAB-EXIT $?" >/dev/ttyS1
  exec $busybox poweroff -f
'

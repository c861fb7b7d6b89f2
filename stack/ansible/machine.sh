#!/bin/sh
# One machine: a network, a mount and a process namespace of its own over this machine's files, which it sees but does
# not change. Ends when it is killed, and leaves nothing behind: what it wrote was in memory, its link dies with it.
#   machine.sh FOLDER NAME LINK ADDRESS OUTSIDE STARTER USER
# FOLDER holds sshd_config, host keys and authorized_keys; LINK and OUTSIDE are our end, ADDRESS is the machine's.
set -eu
folder=$1 name=$2 link=$3 address=$4 outside=$5 starter=$6 user=$7

ip link set lo up
ip link add eth0 type veth peer name "$link" netns "$starter"
ip address add "$address/30" dev eth0
ip link set eth0 up
nsenter --target "$starter" --net ip address add "$outside/30" dev "$link"
nsenter --target "$starter" --net ip link set "$link" up

mkdir -p "$folder/memory"
mount -t tmpfs tmpfs "$folder/memory"
cd "$folder/memory"
mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
mount --rbind /dev root/dev
mkdir -p root/run/sshd root/etc/ssh root/machine
cp "$folder"/sshd_config "$folder"/host_key* "$folder"/authorized_keys root/machine/

hostname "$name"
printf '127.0.0.1 localhost %s\n' "$name" > root/etc/hosts
chroot root sh -c "
  useradd --create-home --shell /bin/sh '$user'
  usermod --password '*' '$user'
  chown '$user' /machine/authorized_keys
  printf '%s ALL=(root) NOPASSWD: ALL\n' '$user' > /etc/sudoers.d/berth
  chmod 0440 /etc/sudoers.d/berth
"
exec unshare --pid --fork --kill-child sh -c '
  mount -t proc proc root/proc
  exec chroot root /usr/sbin/sshd -D -e -f /machine/sshd_config
'

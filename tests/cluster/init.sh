#!/bin/bash
# The first process of the cluster's own namespaces; its end is the end of everything in them. Started by up.ts with
# ROOT, the cluster's folder; BIN_<program>, the programs; INSIDE, NODE, SERVICES: see layout.ts.
set -u
KEYS=$ROOT/keys LOGS=$ROOT/logs RUN=$ROOT/run CONFIG=$ROOT/config

# Nothing that is mounted here is seen outside; what is outside of Docker, containerd and kubelets is not seen here.
mount --make-rslave /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/containerd
mount -t tmpfs -o mode=755 tmpfs /var/lib
for folder in kubelet containerd cni etcd; do
  mkdir -p "$RUN/$folder" /var/lib/$folder
  mount --bind "$RUN/$folder" /var/lib/$folder
done
mkdir -p "$RUN/log"
mount --bind "$RUN/log" /var/log
mount --make-rshared /

ip link set lo up
until ip link show eth0 >/dev/null 2>&1; do sleep 0.05; done
ip addr add "$INSIDE/30" dev eth0
ip link set eth0 up
# Programs of the node reach Services, too; there is no way out.
ip route add "$SERVICES" dev eth0
sysctl -qw net.ipv4.ip_forward=1
[ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] && sysctl -qw net.bridge.bridge-nf-call-iptables=1
hostname "$NODE" 2>/dev/null

trap 'exit 0' TERM INT
start() { # log, program, arguments
  local log=$1
  shift
  "$@" >"$LOGS/$log.log" 2>&1 &
}

start registry "$BIN_registry" serve "$CONFIG/registry.yaml"
start etcd etcd --name n1 --data-dir /var/lib/etcd/data \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
  --initial-cluster n1=http://127.0.0.1:2380
start containerd containerd --config "$CONFIG/containerd.toml"
start kube-apiserver "$BIN_kube_apiserver" --etcd-servers=http://127.0.0.1:2379 --bind-address=0.0.0.0 \
  --advertise-address="$INSIDE" --secure-port=6443 --service-cluster-ip-range="$SERVICES" \
  --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
  --client-ca-file="$KEYS/ca.crt" --tls-cert-file="$KEYS/apiserver.crt" --tls-private-key-file="$KEYS/apiserver.key" \
  --service-account-issuer=https://kubernetes.default.svc.cluster.local \
  --service-account-key-file="$KEYS/sa.pub" --service-account-signing-key-file="$KEYS/sa.key" \
  --kubelet-certificate-authority="$KEYS/ca.crt" \
  --kubelet-client-certificate="$KEYS/apiserver-kubelet-client.crt" \
  --kubelet-client-key="$KEYS/apiserver-kubelet-client.key" --kubelet-preferred-address-types=InternalIP \
  --requestheader-client-ca-file="$KEYS/ca.crt" --requestheader-allowed-names=front-proxy-client \
  --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
  --requestheader-extra-headers-prefix=X-Remote-Extra- \
  --proxy-client-cert-file="$KEYS/front-proxy-client.crt" --proxy-client-key-file="$KEYS/front-proxy-client.key"

until ctr -n k8s.io version >/dev/null 2>&1; do sleep 0.1; done
for image in "$ROOT"/images/*.tar; do ctr -n k8s.io images import "$image"; done >"$LOGS/import.log" 2>&1
until curl -sf --cacert "$KEYS/ca.crt" "https://$INSIDE:6443/readyz" >/dev/null 2>&1; do sleep 0.2; done

start kube-controller-manager "$BIN_kube_controller_manager" --kubeconfig="$KEYS/controller-manager.kubeconfig" \
  --service-account-private-key-file="$KEYS/sa.key" --root-ca-file="$KEYS/ca.crt" \
  --cluster-signing-cert-file="$KEYS/ca.crt" --cluster-signing-key-file="$KEYS/ca.key" \
  --use-service-account-credentials=true --kube-api-qps=300 --kube-api-burst=600 \
  --endpointslice-updates-batch-period=0s --leader-elect=false --bind-address=127.0.0.1
start kube-scheduler "$BIN_kube_scheduler" --kubeconfig="$KEYS/scheduler.kubeconfig" \
  --authentication-kubeconfig="$KEYS/scheduler.kubeconfig" --authorization-kubeconfig="$KEYS/scheduler.kubeconfig" \
  --leader-elect=false --bind-address=127.0.0.1
start kubelet "$BIN_kubelet" --kubeconfig="$KEYS/kubelet.kubeconfig" --config="$CONFIG/kubelet.yaml" \
  --hostname-override="$NODE" --node-ip="$INSIDE"
start kube-proxy "$BIN_kube_proxy" --config="$CONFIG/kube-proxy.yaml"
while :; do wait -n 2>/dev/null || sleep 1; done

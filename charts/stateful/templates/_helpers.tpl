{{- define "labels" -}}
app.kubernetes.io/name: {{ .Values.program }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: {{ .Values.role }}
app.kubernetes.io/part-of: tensora
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "selector" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: tensora
{{- end }}

{{/* What the `restricted` level of Pod Security asks for, and a root that nobody writes to. */}}
{{- define "containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.user }}
runAsGroup: {{ .Values.user }}
fsGroup: {{ .Values.user }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.files.configMap }}
- name: files
  mountPath: /tensora/files
  readOnly: true
{{- end }}
{{- if .Values.files.secret }}
- name: secrets
  mountPath: /tensora/secrets
  readOnly: true
{{- end }}
{{- end }}

{{- define "volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- if .Values.files.configMap }}
- name: packed
  configMap:
    name: {{ .Values.files.configMap }}
- name: files
  emptyDir:
    sizeLimit: 64Mi
{{- end }}
{{- if .Values.files.secret }}
- name: secrets
  secret:
    secretName: {{ .Values.files.secret }}
    # 0440, which YAML 1.1 and 1.2 read alike.
    defaultMode: 288
{{- end }}
{{- end }}

{{/* Unpacks the stack's files: a chain's genesis may be larger than an object of Kubernetes. */}}
{{- define "unpack" -}}
- name: unpack
  image: {{ .Values.image | quote }}
  imagePullPolicy: {{ .Values.imagePullPolicy }}
  command: [{{ .Values.attendant | quote }}, unpack, /packed, /tensora/files]
  securityContext:
    {{- include "containerSecurity" . | nindent 4 }}
  {{- with .Values.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  volumeMounts:
    - name: packed
      mountPath: /packed
      readOnly: true
    - name: files
      mountPath: /tensora/files
{{- end }}

{{- define "probes" -}}
startupProbe:
  exec:
    command: {{ toJson .Values.probes.startup }}
  periodSeconds: 1
  timeoutSeconds: 5
  failureThreshold: {{ .Values.probes.startupSeconds }}
readinessProbe:
  exec:
    command: {{ toJson (.Values.probes.readiness | default .Values.probes.startup) }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 2
{{- end }}

{{- define "affinity" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            app.kubernetes.io/name: {{ .Values.program }}
            app.kubernetes.io/part-of: tensora
{{- end }}

{{/* The pod of either kind of workload. */}}
{{- define "pod" -}}
metadata:
  labels:
    {{- include "labels" . | nindent 4 }}
  {{- with .Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  securityContext:
    {{- include "podSecurity" . | nindent 4 }}
  affinity:
    {{- include "affinity" . | nindent 4 }}
  {{- if .Values.files.configMap }}
  initContainers:
    {{- include "unpack" . | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ .Values.program }}
      image: {{ .Values.image | quote }}
      imagePullPolicy: {{ .Values.imagePullPolicy }}
      command: {{ toJson .Values.command }}
      args: {{ toJson .Values.args }}
      {{- with .Values.env }}
      env:
        {{- range $name, $value := . }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
      {{- end }}
      {{- with .Values.secretEnv }}
      envFrom:
        - secretRef:
            name: {{ . }}
      {{- end }}
      ports:
        {{- range $name, $port := .Values.ports }}
        - name: {{ $name }}
          containerPort: {{ $port }}
        {{- end }}
      {{- include "probes" . | nindent 6 }}
      securityContext:
        {{- include "containerSecurity" . | nindent 8 }}
      {{- with .Values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      volumeMounts:
        {{- include "mounts" . | nindent 8 }}
        {{- if .Values.storage }}
        - name: data
          mountPath: /data
        {{- end }}
  volumes:
    {{- include "volumes" . | nindent 4 }}
{{- end }}

{{/* The ports that a NetworkPolicy opens to the whole stack. Empty where there are none: a rule without ports opens all. */}}
{{- define "openPorts" -}}
{{- range $name, $port := .Values.ports }}
{{- if ne $name $.Values.engine.port }}
- port: {{ $port }}
  protocol: TCP
{{- end }}
{{- end }}
{{- end }}

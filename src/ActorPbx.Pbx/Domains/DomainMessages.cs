using ActorPbx.Domain;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Domains;

/// <summary>The bindings of a domain are back from the store: its phones can be reached.</summary>
public sealed record BindingsRestored(DomainName Domain);

/// <summary>Say when every domain has its bindings back; answered by <see cref="Ready"/>.</summary>
public sealed record WaitUntilReady;

/// <summary>Every domain has its bindings back.</summary>
public sealed record Ready;

/// <summary>The configuration was read again: take over what it says of the domains. Spoken to /user/domains; answered by <see cref="DirectoryReloaded"/>.</summary>
public sealed record ReloadDirectory(PbxDirectory Newer);

/// <summary>The directory is as the newer configuration says; the actors of extensions and trunks hear it next.</summary>
public sealed record DirectoryReloaded;

/// <summary>The profile of the domain has new content.</summary>
public sealed record DomainReloaded;

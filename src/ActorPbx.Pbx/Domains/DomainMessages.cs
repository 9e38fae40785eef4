using ActorPbx.Domain;

namespace ActorPbx.Pbx.Domains;

/// <summary>The bindings of a domain are back from the store: its phones can be reached.</summary>
public sealed record BindingsRestored(DomainName Domain);

/// <summary>Say when every domain has its bindings back; answered by <see cref="Ready"/>.</summary>
public sealed record WaitUntilReady;

/// <summary>Every domain has its bindings back.</summary>
public sealed record Ready;

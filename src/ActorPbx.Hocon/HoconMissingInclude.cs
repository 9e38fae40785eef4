namespace ActorPbx.Hocon;

/// <summary>An include that found nothing and was not required: allowed, but worth a line in a check.</summary>
/// <param name="Target">The name as it was written.</param>
/// <param name="Origin">The place of the include statement.</param>
/// <param name="Places">The full paths of the files that were looked for; empty for an embedded resource.</param>
public sealed record HoconMissingInclude(string Target, HoconOrigin Origin, IReadOnlyList<string> Places);

namespace ActorPbx.Hocon;

/// <summary>An include that found nothing and was not required: allowed, but worth a line in a check.</summary>
/// <param name="Target">The name as it was written.</param>
/// <param name="Origin">The place of the include statement.</param>
public sealed record HoconMissingInclude(string Target, HoconOrigin Origin);

namespace ActorPbx.Domain.Extensions;

/// <summary>How many calls to the outside an extension began on a day.</summary>
/// <param name="Domain">Its domain.</param>
/// <param name="Number">Its number.</param>
/// <param name="Day">The day (UTC).</param>
/// <param name="Calls">How many.</param>
public sealed record OutsideCount(DomainName Domain, ExtensionNumber Number, DateOnly Day, int Calls);

using ActorPbx.Domain.Extensions;

namespace ActorPbx.Pbx.Extensions;

/// <summary>The actor name of a number: characters that a path cannot hold are escaped.</summary>
internal static class ExtensionPath
{
    public static string NameOf(ExtensionNumber number) => Uri.EscapeDataString(number.Value);
}

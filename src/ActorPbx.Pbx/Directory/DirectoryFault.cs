namespace ActorPbx.Pbx.Directory;

/// <summary>Something in the configuration that no directory can be made of.</summary>
/// <param name="Path">The configuration path, such as domains."pbx.local".extensions.100.password.</param>
/// <param name="Text">What is wrong and how to mend it.</param>
/// <param name="File">A file that the configuration names and that holds the fault, or empty.</param>
/// <param name="Line">The line in that file, from 1; 0 when the fault is in the configuration itself.</param>
public sealed record DirectoryFault(string Path, string Text, string File = "", int Line = 0)
{
    /// <inheritdoc/>
    public override string ToString() => File.Length == 0 ? $"{Path}: {Text}" : $"{File}:{Line}: {Text}";
}

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace ActorPbx.Domain.Tests.Architecture;

/// <summary>What the bundled actor runtime declares: each type's members in one line each, under Akka.NET's names.</summary>
internal sealed partial class ActorApi
{
    private readonly Dictionary<string, (MetadataReader Reader, TypeDefinition Type)> _types = [];

    public ActorApi(IEnumerable<string> assemblies)
    {
        foreach (var path in assemblies)
        {
            var reader = new PEReader(File.OpenRead(path)).GetMetadataReader();
            foreach (var handle in reader.TypeDefinitions)
                _types[Plain(SignatureText.Instance.GetTypeFromDefinition(reader, handle, 0))] = (reader, reader.GetTypeDefinition(handle));
        }
    }

    /// <summary>The line of the member of <paramref name="type"/> or of a type it derives from; null when neither has it.</summary>
    public string? Line(string type, string member, Func<MetadataReader, MethodDefinition, bool> isIt)
    {
        for (var at = type; at is not null && _types.TryGetValue(at, out var found); at = BaseOf(found.Reader, found.Type))
        {
            foreach (var handle in found.Type.GetMethods())
            {
                var method = found.Reader.GetMethodDefinition(handle);
                if (found.Reader.GetString(method.Name) == member && isIt(found.Reader, method))
                    return Line(at, found.Reader, found.Type, method);
            }
        }

        return null;
    }

    public static string SignatureOf(MethodSignature<string> signature) =>
        $"{signature.ReturnType} ({string.Join(", ", signature.ParameterTypes)})";

    /// <summary>A type's full name without generic arity.</summary>
    public static string Plain(string type) => SignatureText.WithoutArity(SignatureText.WithoutArguments(type));

    /// <summary>
    /// The name that stands in Akka.NET for a name of the bundled runtime. The test kit's base class is one class there and a chain of them here.
    /// </summary>
    public static string InAkka(string text) =>
        PartOfTestKit().Replace(text.Replace("ActorPbx.Kernel", "Akka", StringComparison.Ordinal), "Akka.TestKit.TestKitBase");

    [GeneratedRegex(@"\bAkka\.TestKit\.TestKit(Awaiting|Environment|Expecting|ExpectingAll|ExpectingFrom|Fishing|Receiving|Spawning|Timing)\b")]
    private static partial Regex PartOfTestKit();

    private static string? BaseOf(MetadataReader reader, TypeDefinition type) => type.BaseType.IsNil ? null : Plain(NameOf(reader, type.BaseType));

    public static string NameOf(MetadataReader reader, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeReference => SignatureText.Instance.GetTypeFromReference(reader, (TypeReferenceHandle)type, 0),
        HandleKind.TypeDefinition => SignatureText.Instance.GetTypeFromDefinition(reader, (TypeDefinitionHandle)type, 0),
        HandleKind.TypeSpecification => SignatureText.Instance.GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)type, 0),
        _ => "",
    };

    private static string Line(string type, MetadataReader reader, TypeDefinition owner, MethodDefinition method)
    {
        var signature = method.DecodeSignature(SignatureText.Instance, null);
        var parameters = signature.ParameterTypes.ToArray();
        foreach (var handle in method.GetParameters())
        {
            var parameter = reader.GetParameter(handle);
            if (parameter.SequenceNumber == 0) continue;
            var many = Has(reader, parameter.GetCustomAttributes(), "ParamArrayAttribute") ? "params " : "";
            parameters[parameter.SequenceNumber - 1] = $"{many}{parameters[parameter.SequenceNumber - 1]} {reader.GetString(parameter.Name)}{DefaultOf(reader, parameter)}";
        }

        if (Has(reader, method.GetCustomAttributes(), "ExtensionAttribute")) parameters[0] = "this " + parameters[0];
        var generics = method.GetGenericParameters().Select(each => reader.GetString(reader.GetGenericParameter(each).Name)).ToArray();
        var name = reader.GetString(method.Name) + (generics.Length > 0 ? $"<{string.Join(", ", generics)}>" : "");

        var isProtected = (method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Family or MethodAttributes.FamORAssem;
        var line = $"{(isProtected ? "protected " : "")}{signature.ReturnType} {type}.{name}({string.Join(", ", parameters)})";
        return InAkka(Named(Named(line, "!!", reader, method.GetGenericParameters()), "!", reader, owner.GetGenericParameters()));
    }

    private static bool Has(MetadataReader reader, CustomAttributeHandleCollection attributes, string name) =>
        attributes.Select(handle => reader.GetCustomAttribute(handle).Constructor)
            .Any(constructor => constructor.Kind == HandleKind.MemberReference
                && NameOf(reader, reader.GetMemberReference((MemberReferenceHandle)constructor).Parent).EndsWith(name, StringComparison.Ordinal));

    private static string Named(string line, string mark, MetadataReader reader, GenericParameterHandleCollection generics)
    {
        for (var index = generics.Count - 1; index >= 0; index--)
            line = line.Replace($"{mark}{index}", reader.GetString(reader.GetGenericParameter(generics[index]).Name), StringComparison.Ordinal);
        return line;
    }

    private static string DefaultOf(MetadataReader reader, Parameter parameter)
    {
        if (!parameter.Attributes.HasFlag(ParameterAttributes.Optional)) return "";
        if (parameter.GetDefaultValue().IsNil) return " = default";
        var constant = reader.GetConstant(parameter.GetDefaultValue());
        return $" = {reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode) ?? "null"}";
    }
}

using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace ActorPbx.Domain.Tests.Architecture;

/// <summary>Writes a signature as C# would; a generic parameter is its position: !0 of the type, !!0 of the method.</summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, object?>
{
    public static readonly SignatureText Instance = new();

    public string GetPrimitiveType(PrimitiveTypeCode code) => code switch
    {
        PrimitiveTypeCode.Boolean => "bool",
        PrimitiveTypeCode.Byte => "byte",
        PrimitiveTypeCode.Double => "double",
        PrimitiveTypeCode.Int32 => "int",
        PrimitiveTypeCode.Int64 => "long",
        PrimitiveTypeCode.Object => "object",
        PrimitiveTypeCode.String => "string",
        PrimitiveTypeCode.Void => "void",
        _ => code.ToString(),
    };

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}.{reader.GetString(type.Name)}"
            : Name(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{GetTypeFromDefinition(reader, outer, 0)}.{reader.GetString(type.Name)}"
            : Name(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        genericType == "System.Nullable`1" ? $"{typeArguments[0]}?" : $"{WithoutArity(genericType)}<{string.Join(", ", typeArguments)}>";

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";
    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";
    public string GetSZArrayType(string elementType) => $"{elementType}[]";
    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";
    public string GetByReferenceType(string elementType) => $"ref {elementType}";
    public string GetPointerType(string elementType) => $"{elementType}*";
    public string GetPinnedType(string elementType) => elementType;
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
    public string GetFunctionPointerType(MethodSignature<string> signature) => "delegate*";

    /// <summary>The generic type that a type specification instantiates, without its arguments: the part before '&lt;'.</summary>
    public static string WithoutArguments(string type) => type.Split('<')[0];

    // A`1.B`2 → A.B
    public static string WithoutArity(string type) =>
        string.Join('.', type.Split('.').Select(part => part.Split('`')[0]));

    private static string Name(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}

"""The words from which a person's own are drawn: things of every day, easy to say and to tell apart, that frighten
and insult nobody. Pure. Where a language has no list yet, they are six digits."""

import secrets
from typing import Final

HOW_MANY: Final = 3
DIGITS: Final = 6

ENGLISH = """
apple banana lemon orange melon cherry peach grape mango tomato potato carrot onion garlic pepper cabbage lettuce
pumpkin spinach mushroom bread butter cheese honey sugar coffee cocoa juice noodle pasta sandwich cookie pancake
pudding salad cinnamon vanilla almond peanut walnut coconut olive raisin papaya avocado celery radish turnip oatmeal
table chair window carpet curtain pillow blanket mirror candle lamp kitchen garden balcony ceiling cupboard drawer
shelf sofa basket bucket broom brush towel teapot kettle bottle plate spoon bowl napkin oven pitcher saucer doorbell
jacket sweater sandal button pocket ribbon zipper slipper apron cotton velvet necklace bracelet umbrella
paper pencil crayon eraser ruler notebook picture library alphabet number poem chapter music song guitar piano violin
trumpet drum flute harmonica theater puppet balloon kite marble puzzle domino postcard calendar ticket stamp envelope
meadow forest branch acorn bamboo cactus daisy tulip lily sunflower jasmine clover parsley basil pebble valley
mountain island rainbow cloud sunrise sunset moon planet comet breeze summer autumn winter orchard blossom
yellow purple silver golden turquoise violet indigo emerald ruby sapphire pearl diamond crystal
butterfly ladybug dragonfly rabbit hamster turtle dolphin penguin robin sparrow pigeon canary kitten puppy pony
squirrel hedgehog koala panda giraffe zebra kangaroo pelican
bicycle ladder hammer wheel clock compass telescope radio magnet lantern feather wagon bell museum bakery
market windmill soccer tennis basketball skating seesaw carousel circle square triangle oval spiral
"""
SPANISH = """
manzana limón naranja melón cereza durazno uva mango tomate cebolla zanahoria lechuga calabaza espinaca maíz arroz
frijol avena harina queso mantequilla miel azúcar café cacao jugo sopa fideo ensalada galleta gelatina helado canela
vainilla almendra nuez avellana aceituna trigo perejil albahaca menta orégano tomillo romero jengibre comino ciruela
mesa silla ventana alfombra cortina almohada cobija espejo lámpara cocina jardín balcón techo repisa sofá
canasta cubeta cepillo jabón toalla tetera botella plato cuchara tazón servilleta horno mantel florero jarra
chaqueta suéter sandalia botón bolsillo cinta bufanda guante pantufla delantal algodón seda terciopelo collar
pulsera paraguas sombrero falda camisa vestido zapato
papel lápiz crayón borrador regla cuaderno pintura biblioteca alfabeto cuento poema capítulo música canción guitarra
piano violín trompeta tambor flauta maraca baile teatro títere globo cometa canica dominó rompecabezas columpio
margarita tulipán rosa girasol jazmín trébol orquídea clavel violeta lirio hoja rama bambú helecho pradera bosque
valle montaña arcoíris nube amanecer luna estrella planeta cielo brisa primavera verano otoño invierno
amarillo morado plateado turquesa azul verde esmeralda rubí zafiro perla cristal diamante
mariposa libélula conejo tortuga delfín pingüino gorrión canario gatito colibrí golondrina ardilla erizo koala panda
jirafa cebra canguro bicicleta escalera rueda reloj brújula telescopio radio imán farol pluma boleto estampilla sobre
tarjeta calendario campana fuente plaza parque mercado panadería escuela museo molino granja huerto fútbol tenis
raqueta pelota círculo cuadrado triángulo óvalo espiral martillo hilo dedal lienzo pincel cuarzo madera
"""
LISTS: Final[dict[str, tuple[str, ...]]] = {"en": tuple(ENGLISH.split()), "es": tuple(SPANISH.split())}


def draw(language: str) -> tuple[str, ...]:
    """Three words of this language, or six digits, by nobody's choice: what people choose themselves is guessed."""
    words = LISTS.get(language.partition("-")[0])
    if words is None:
        return tuple(str(secrets.randbelow(10)) for _ in range(DIGITS))
    return tuple(secrets.choice(words) for _ in range(HOW_MANY))
